package dev.convbench.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what scripts/fuzz kept: its inputs that reach the most code, and those that once broke something. */
class FuzzCorpusTest {
    private static final Path CORPORA = Path.of("src/test/fuzz");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "Npy", NpyFuzz::fuzzerTestOneInput,
            "Npz", NpzFuzz::fuzzerTestOneInput,
            "JmhJson", JmhJsonFuzz::fuzzerTestOneInput,
            "RunFolder", RunFolderFuzz::fuzzerTestOneInput,
            "History", HistoryFuzz::fuzzerTestOneInput,
            "Cifar10", Cifar10Fuzz::fuzzerTestOneInput,
            "Checkpoint", CheckpointFuzz::fuzzerTestOneInput,
            "Choices", ChoicesFuzz::fuzzerTestOneInput,
            "Descriptor", DescriptorFuzz::fuzzerTestOneInput);

    static Stream<String> targets() {
        return TARGETS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyKeptInputIsReadOrRefused(String target) throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPORA.resolve(target))) {
            inputs = files.sorted().toList();
        }
        assertFalse(inputs.isEmpty(), target);
        for (Path input : inputs) {
            byte[] data = Files.readAllBytes(input);
            assertTimeoutPreemptively(
                    PATIENCE, () -> TARGETS.get(target).accept(data), () -> target + " " + input.getFileName());
        }
    }
}
