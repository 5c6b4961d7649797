package dev.convbench.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A run folder: {@code run.json}, a line of four dashes, {@code forks.jsonl}. */
public final class RunFolderFuzz {
    private static final FuzzFolder FOLDER = new FuzzFolder("run.json", "forks.jsonl");
    private static final Pattern BETWEEN = Pattern.compile("\n----\n");

    private RunFolderFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String[] parts = BETWEEN.split(new String(data, StandardCharsets.ISO_8859_1), 2);
        FOLDER.write("run.json", parts[0].getBytes(StandardCharsets.ISO_8859_1));
        FOLDER.write("forks.jsonl", (parts.length > 1 ? parts[1] : "").getBytes(StandardCharsets.ISO_8859_1));
        RunUse.use(FOLDER.path());
        FOLDER.requireNothingElse();
    }
}
