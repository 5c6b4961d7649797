package dev.convbench.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;

/**
 * What a result depends on beside the code: two runs whose fingerprints differ are not comparable. Says nothing that
 * identifies a host or a user.
 *
 * @param machineClass {@link MachineClass#of} of the processor
 * @param cpu the processor
 * @param memoryBytes main memory
 * @param os the operating system
 * @param jvm the virtual machine that took the fingerprint
 */
public record Fingerprint(String machineClass, Cpu cpu, long memoryBytes, OperatingSystem os, Jvm jvm) {
    // A reader of an older release meets fields that it does not know.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private static final ObjectWriter WRITER = JSON.writerWithDefaultPrettyPrinter();

    /** Looks at this machine and this JVM; takes less than a second. */
    public static Fingerprint take() {
        return Probe.fingerprint();
    }

    /** As a JSON object. */
    public String toJson() {
        try {
            return WRITER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fingerprint is always representable", e);
        }
    }

    /**
     * Reads {@link #toJson()}.
     *
     * @throws IllegalArgumentException if it is something else, or a field is missing
     */
    public static Fingerprint fromJson(String json) {
        try {
            return JSON.readValue(json, Fingerprint.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a machine fingerprint: " + e.getOriginalMessage(), e);
        }
    }

    /** For people, in one line: processor, cores, memory, vector width, system and JDK. */
    public String summary() {
        String micro = cpu.microarchitecture().isEmpty() ? "" : " (" + cpu.microarchitecture() + ")";
        String smt = cpu.smt() ? ", " + cpu.logicalCores() + " threads" : "";
        String where = os.virtualisation().isEmpty() ? "" : ", " + os.virtualisation();
        String vectors = jvm.vectorBits() == 0 ? "" : ", " + jvm.vectorBits() + "-bit vectors";
        return cpu.model() + micro + ", " + cores() + smt + ", " + gibibytes() + " GiB" + vectors + "; " + os.name()
                + where + "; JDK " + jvm.version() + " (" + jvm.vendor() + ")";
    }

    private String cores() {
        return cpu.physicalCores() + (cpu.physicalCores() == 1 ? " core" : " cores");
    }

    private String gibibytes() {
        return String.format(Locale.ROOT, "%.0f", memoryBytes / (double) (1L << 30));
    }
}
