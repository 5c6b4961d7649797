package dev.convbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.convbench.chart.PublishedPictures;
import dev.convbench.chart.SampleRun;
import dev.convbench.results.RunReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures and the README show what the published runs hold; and whether these checks notice when they do not. */
class PublishedTest {
    private static final Published CHECKOUT = new Published(Path.of("").toAbsolutePath());

    @TempDir
    private Path root;

    private Published sample;
    private Path picture;

    @BeforeEach
    void publishASample() throws Exception {
        sample = new Published(root);
        Path run = SampleRun.small().write(root.resolve("results/published/sample"));
        picture = Files.createDirectories(root.resolve("docs/pictures")).resolve("sample.svg");
        for (Map.Entry<String, String> drawn : PublishedPictures.of(run).entrySet()) {
            Files.writeString(picture.resolveSibling(drawn.getKey()), drawn.getValue());
        }
        Files.writeString(root.resolve("README.md"), "before\n" + sample.readmeBlock("sample") + "after\n");
    }

    private void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertNotEquals(text, text.replace(from, to));
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void committedPicturesAreWhatTheirRunsGive() throws Exception {
        assertEquals(List.of(), CHECKOUT.pictureProblems());
    }

    @Test
    void readmeShowsWhatItsRunGives() throws Exception {
        assertEquals("", CHECKOUT.readmeProblem());
    }

    @Test
    void aCheckoutInOrderHasNoProblems() throws Exception {
        assertEquals(List.of(), sample.pictureProblems());
        assertEquals("", sample.readmeProblem());
    }

    @Test
    void aRetouchedPictureIsNoticed() throws Exception {
        change(picture, "50 %", "90 %");
        assertEquals(1, sample.pictureProblems().size());
    }

    @Test
    void otherDataBehindAPictureIsNoticed() throws Exception {
        Files.writeString(root.resolve("results/published/sample").resolve(RunReader.JMH_FILE), "[]");
        assertEquals(4, sample.pictureProblems().size(), "the hash of the data is in each");
    }

    @Test
    void picturesWithoutRunsAndRunsWithoutPicturesAreNoticed() throws Exception {
        Files.move(picture, picture.resolveSibling("other.svg"));
        assertEquals(2, sample.pictureProblems().size());
    }

    @Test
    void aRetouchedTableIsNoticed() throws Exception {
        change(root.resolve("README.md"), "| 20.00 |", "| 25.00 |");
        assertNotEquals("", sample.readmeProblem());
    }

    @Test
    void aReadmeWithoutItsBlockOrItsRunIsNoticed() throws Exception {
        change(root.resolve("README.md"), "published/sample) -->", "published/none) -->");
        assertNotEquals("", sample.readmeProblem());
        Files.writeString(root.resolve("README.md"), "nothing\n");
        assertNotEquals("", sample.readmeProblem());
    }
}
