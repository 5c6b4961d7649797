package dev.convbench.simd;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * Whether code written with the Vector API can run here, and fast. Does not touch that API, so it loads everywhere.
 *
 * <p>The API is fast only where the JIT compiler turns its calls into instructions: HotSpot's C2 does; elsewhere each
 * vector is an object on the heap, and a kernel runs a hundred times slower than a scalar loop.
 */
public final class VectorModule {
    /** Name of the module. */
    public static final String NAME = "jdk.incubator.vector";

    /** The option of the {@code java} command that adds the module. */
    public static final String FLAG = "--add-modules=" + NAME;

    private static final String PROBLEM = findProblem();

    private VectorModule() {}

    /** Whether the module is part of this JVM. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }

    /** Whether vector kernels are usable here: the module is there, compiled well, and the width asked for exists. */
    public static boolean isUsable() {
        return PROBLEM.isEmpty();
    }

    /** Why vector kernels are not usable here, as one phrase with the remedy; empty if they are. */
    public static String problem() {
        return PROBLEM;
    }

    private static String findProblem() {
        if (!isPresent()) {
            return "the module " + NAME + " is missing: add " + FLAG;
        }
        String compiler = compilerProblem(
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.info", ""),
                System.getProperty("java.vm.version", ""),
                ManagementFactory.getRuntimeMXBean().getInputArguments());
        return compiler.isEmpty() ? Widths.problem(System.getProperty(Widths.PROPERTY)) : compiler;
    }

    /**
     * Why a VM with these system properties and options does not compile the Vector API to instructions; empty if it
     * does.
     */
    static String compilerProblem(String vmName, String vmInfo, String vmVersion, List<String> options) {
        String name = vmName.toLowerCase(Locale.ROOT);
        String info = vmInfo.toLowerCase(Locale.ROOT);
        if (name.contains("openj9")) {
            return "OpenJ9 does not compile the Vector API to vector instructions: use a HotSpot JDK";
        }
        if (info.contains("interpreted mode")) {
            return "the JVM only interprets: run without -Xint";
        }
        if (info.contains("emulated-client") || name.contains("client vm")) {
            return "the JVM runs without C2, which alone compiles the Vector API: remove -XX:TieredStopAtLevel";
        }
        if (vmVersion.contains("jvmci") && !options.contains("-XX:-UseJVMCICompiler")) {
            return "Graal replaces C2, which alone compiles the Vector API: add -XX:-UseJVMCICompiler";
        }
        return "";
    }
}
