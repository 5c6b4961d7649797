package dev.convbench.fuzz;

import dev.convbench.op.Pass;
import dev.convbench.op.Precision;
import dev.convbench.shapes.Descriptors;
import dev.convbench.strategy.auto.AutoChoices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The file of auto's choices; what can be read must be the same after it was written and read again. */
public final class ChoicesFuzz {
    private static final FuzzFolder FOLDER = new FuzzFolder("choices.txt", "again.txt");

    private ChoicesFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        Path file = FOLDER.write("choices.txt", data);
        AutoChoices choices;
        try {
            choices = AutoChoices.read(file);
        } catch (IllegalArgumentException e) {
            Sentence.require(e);
            return;
        }
        choices.times(Descriptors.convolution("ic3ih5oc4kh3"), Pass.FORWARD, Precision.F64);
        try {
            Path again = FOLDER.path().resolve("again.txt");
            choices.write(again);
            AutoChoices.read(again);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FOLDER.requireNothingElse();
    }
}
