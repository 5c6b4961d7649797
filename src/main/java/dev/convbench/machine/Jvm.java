package dev.convbench.machine;

import java.util.List;

/**
 * A Java virtual machine.
 *
 * @param vendor of the JDK
 * @param version of the JDK, for example {@code 17.0.15+6}
 * @param feature the first number of the version
 * @param vmName for example {@code OpenJDK 64-Bit Server VM}
 * @param arguments options given to it that can change what it does; paths are left out
 * @param vectorBits widest vectors that its compiler uses, in bits; 0 if it cannot be asked
 * @param fma whether its compiler uses fused multiply-add instructions; false if it cannot be asked
 */
public record Jvm(
        String vendor,
        String version,
        int feature,
        String vmName,
        List<String> arguments,
        int vectorBits,
        boolean fma) {
    /** Copies the list. */
    public Jvm {
        arguments = List.copyOf(arguments);
    }
}
