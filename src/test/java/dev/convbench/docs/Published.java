package dev.convbench.docs;

import dev.convbench.chart.PublishedPictures;
import dev.convbench.results.Run;
import dev.convbench.results.RunReader;
import dev.convbench.results.RunReport;
import dev.convbench.results.TableRenderer;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a checkout shows of its published runs, held to the runs themselves. */
record Published(Path root) {
    private static final Pattern BLOCK = Pattern.compile(
            "^<!-- results: begin \\(scripts/readme-results(?: (\\S+))?\\) -->\\R.*?^<!-- results: end -->\\R",
            Pattern.MULTILINE | Pattern.DOTALL);

    private Path runs() {
        return root.resolve("results").resolve("published");
    }

    private Path pictures() {
        return root.resolve("docs").resolve("pictures");
    }

    /** Names of the published run folders. */
    List<String> names() throws IOException {
        return list(runs(), "").stream()
                .filter(name -> Files.isDirectory(runs().resolve(name)))
                .toList();
    }

    /** What is wrong with the pictures, a sentence each. */
    List<String> pictureProblems() throws IOException, UnreadableRunException {
        List<String> problems = new ArrayList<>();
        Set<String> expected = new HashSet<>();
        for (String name : names()) {
            for (Map.Entry<String, String> wanted :
                    PublishedPictures.of(runs().resolve(name)).entrySet()) {
                expected.add(wanted.getKey());
                Path picture = pictures().resolve(wanted.getKey());
                if (!Files.exists(picture)) {
                    problems.add(picture + " is missing: run scripts/pictures");
                } else if (!Files.readString(picture).equals(wanted.getValue())) {
                    problems.add(picture + " is not what its run gives: run scripts/pictures");
                }
            }
        }
        for (String picture : list(pictures(), ".svg")) {
            if (!expected.contains(picture)) {
                problems.add(picture + " has no run in " + runs());
            }
        }
        return problems;
    }

    /** What is wrong with the results in the README; empty if nothing is. */
    String readmeProblem() throws IOException, UnreadableRunException {
        Matcher block = BLOCK.matcher(Files.readString(root.resolve("README.md")));
        if (!block.find()) {
            return "README.md has no block of results";
        }
        if (block.group(1) == null) {
            return names().isEmpty() ? "" : "README.md shows no run: run scripts/readme-results";
        }
        String name = Path.of(block.group(1)).getFileName().toString();
        if (!block.group(1).equals("results/published/" + name) || !names().contains(name)) {
            return "README.md shows " + block.group(1) + ", which is not published";
        }
        return block.group().equals(readmeBlock(name))
                ? ""
                : "README.md does not show what " + block.group(1) + " gives: run scripts/readme-results";
    }

    /** The block of results in the README, as {@code scripts/readme-results} writes it. */
    String readmeBlock(String name) throws UnreadableRunException {
        Run run = RunReader.read(runs().resolve(name));
        String folder = "results/published/" + name;
        return "<!-- results: begin (scripts/readme-results " + folder + ") -->\n"
                + "![Speed of every strategy, a panel an operation](docs/pictures/" + name + ".svg)\n\n"
                + "Measured " + run.document().started().substring(0, 10) + "; all of it is in [" + folder + "]("
                + folder
                + ").\n\n" + TableRenderer.render(RunReport.of(run), TableRenderer.Format.MD)
                + "<!-- results: end -->\n";
    }

    private static List<String> list(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
