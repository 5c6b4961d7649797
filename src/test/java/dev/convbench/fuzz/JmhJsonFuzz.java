package dev.convbench.fuzz;

/** A JSON file of JMH, of any benchmarks. */
public final class JmhJsonFuzz {
    private static final FuzzFolder FOLDER = new FuzzFolder("jmh.json");

    private JmhJsonFuzz() {}

    /** One input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        RunUse.use(FOLDER.write("jmh.json", data));
        FOLDER.requireNothingElse();
    }
}
