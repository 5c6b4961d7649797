package dev.convbench.simd;

import java.lang.reflect.InvocationTargetException;

/**
 * The project's one decision on fused multiply-add: fused where the CPU has the instruction, multiply then add where it
 * has not, because there {@code Math.fma} falls back to arbitrary precision arithmetic, about a thousand times slower.
 *
 * <p>The JVM says which: its flag {@code UseFMA} is on exactly where C2 turns {@code Math.fma} into one instruction. A JVM
 * that cannot be asked counts as having none. The property {@value #PROPERTY} ({@code true} or {@code false}) overrides
 * the answer.
 */
public final class Fma {
    /** Name of the overriding system property. */
    public static final String PROPERTY = "convbench.fma";

    /** Whether {@link #fma} rounds once. */
    public static final boolean FUSED = decide(System.getProperty(PROPERTY));

    private Fma() {}

    /** a·b + c, rounded once if {@link #FUSED}, else twice. */
    public static double fma(double a, double b, double c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    /** As {@link #fma(double, double, double)} in float. */
    public static float fma(float a, float b, float c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    /**
     * The policy under a value of the property.
     *
     * @param override value of {@link #PROPERTY}, or null to ask the JVM
     * @throws IllegalArgumentException if it is neither {@code true} nor {@code false}
     */
    static boolean decide(String override) {
        if (override == null) {
            return "true".equals(flag("UseFMA"));
        }
        return switch (override) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(PROPERTY + " is '" + override + "', must be true or false");
        };
    }

    /** The value of a flag of this JVM, or the empty text if it has no such flag or does not tell. */
    static String flag(String name) {
        // By reflection: the bean's type belongs to the optional module jdk.management.
        try {
            Class<?> beanType = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
            Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
            Object bean = factory.getMethod("getPlatformMXBean", Class.class).invoke(null, beanType);
            if (bean == null) {
                return "";
            }
            Object option = beanType.getMethod("getVMOption", String.class).invoke(bean, name);
            return (String) option.getClass().getMethod("getValue").invoke(option);
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
            return ""; // not HotSpot, or an image without that module
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return ""; // no flag of that name
            }
            throw new IllegalStateException("cannot read the JVM flag " + name, e.getCause());
        }
    }
}
