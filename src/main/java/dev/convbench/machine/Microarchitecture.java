package dev.convbench.machine;

/** Names of microarchitectures. */
final class Microarchitecture {
    private static final int ZEN_3_AND_4 = 25;
    private static final int ZEN_5 = 26;

    private Microarchitecture() {}

    /**
     * The name of a processor's microarchitecture.
     *
     * <p>AMD uses family 25 for Zen 3 and for Zen 4; the extended model tells them apart (AMD, Processor Programming
     * References: models 10h–1Fh, 60h–7Fh and A0h–AFh are Zen 4).
     *
     * @param listed what a general table says; {@code unknown} if nothing
     */
    static String name(String vendor, int family, int model, String listed) {
        if (vendor.equals("AuthenticAMD") && family == ZEN_3_AND_4) {
            int extended = model >> 4;
            boolean zen4 = extended == 1 || extended == 6 || extended == 7 || extended == 0xA;
            return zen4 ? "Zen 4" : "Zen 3";
        }
        if (vendor.equals("AuthenticAMD") && family == ZEN_5) {
            return "Zen 5";
        }
        return listed.equalsIgnoreCase("unknown") ? "" : listed;
    }
}
