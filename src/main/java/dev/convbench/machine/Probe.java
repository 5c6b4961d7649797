package dev.convbench.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.HardwareAbstractionLayer;

/** Reads the fingerprint of this machine and this JVM. */
final class Probe {
    private static final Pattern KEPT_ARGUMENT = Pattern.compile("-X.*|--.*|-D(convbench|jmh)\\..*");

    private Probe() {}

    static Fingerprint fingerprint() {
        SystemInfo system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        Cpu cpu = cpu(hardware.getProcessor());
        String machineClass = MachineClass.of(cpu.vendor(), cpu.model(), cpu.microarchitecture(), cpu.logicalCores());
        return new Fingerprint(machineClass, cpu, hardware.getMemory().getTotal(), os(system), jvm());
    }

    private static Cpu cpu(CentralProcessor processor) {
        CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
        int physical = processor.getPhysicalProcessorCount();
        int logical = processor.getLogicalProcessorCount();
        return new Cpu(
                id.getVendor(),
                id.getName().strip(),
                Microarchitecture.name(
                        id.getVendor(), number(id.getFamily()), number(id.getModel()), id.getMicroarchitecture()),
                physical,
                logical,
                logical > physical,
                caches(processor.getProcessorCaches()),
                governor());
    }

    /** A decimal number, or −1 for anything else: not every processor has a numbered family. */
    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static List<String> caches(List<ProcessorCache> caches) {
        return caches.stream()
                .filter(cache -> cache.getType() != ProcessorCache.Type.INSTRUCTION)
                .sorted(Comparator.comparingInt(ProcessorCache::getLevel))
                .map(cache -> "L" + cache.getLevel() + " " + bytes(cache.getCacheSize()))
                .distinct()
                .toList();
    }

    static String bytes(long bytes) {
        boolean mebibytes = bytes >= 1 << 20;
        double amount = bytes / (double) (mebibytes ? 1 << 20 : 1 << 10);
        return String.format(Locale.ROOT, "%.4g", amount).replaceAll("\\.?0+$", "") + (mebibytes ? " MiB" : " KiB");
    }

    /** The governor of the first processor; Linux only. */
    static String governor() {
        return firstLine(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
    }

    private static OperatingSystem os(SystemInfo system) {
        oshi.software.os.OperatingSystem os = system.getOperatingSystem();
        String version = os.getVersionInfo().getVersion();
        String codeName = os.getVersionInfo().getCodeName();
        String name = os.getFamily() + (version == null ? "" : " " + version);
        return new OperatingSystem(
                codeName == null || codeName.isBlank() ? name : name + " (" + codeName + ")",
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                virtualisation());
    }

    /** What Linux shows of virtual machines (the processor says so) and containers (their files are there). */
    private static String virtualisation() {
        List<String> seen = new ArrayList<>();
        if (hasHypervisorFlag(Path.of("/proc/cpuinfo"))) {
            seen.add("virtual machine");
        }
        if (Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"))) {
            seen.add("container");
        }
        return String.join(", ", seen);
    }

    private static boolean hasHypervisorFlag(Path cpuInfo) {
        return lines(cpuInfo).stream()
                .filter(line -> line.startsWith("flags"))
                .anyMatch(line -> line.contains(" hypervisor"));
    }

    /** The first line of a file of the system; empty if there is none. */
    private static String firstLine(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.get(0).strip();
    }

    /** The lines of a file of the system. One that is missing or that the kernel refuses to show says nothing. */
    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Jvm jvm() {
        String vectorBytes = vmOption("MaxVectorSize");
        return new Jvm(
                System.getProperty("java.vendor"),
                System.getProperty("java.runtime.version"),
                Runtime.version().feature(),
                System.getProperty("java.vm.name"),
                arguments(ManagementFactory.getRuntimeMXBean().getInputArguments()),
                vectorBytes.isEmpty() ? 0 : Integer.parseInt(vectorBytes) * Byte.SIZE,
                Boolean.parseBoolean(vmOption("UseFMA")));
    }

    /** The arguments that change what the JVM does. What looks like a path is replaced by an ellipsis. */
    static List<String> arguments(List<String> given) {
        return given.stream()
                .filter(argument -> KEPT_ARGUMENT.matcher(argument).matches())
                .map(Probe::withoutPath)
                .toList();
    }

    private static String withoutPath(String argument) {
        // java.base/java.lang names a package
        if (argument.matches("--add-(opens|exports|reads|modules)=.*") || !argument.matches(".*[/\\\\].*")) {
            return argument;
        }
        int end = argument.indexOf('=');
        return argument.substring(0, end < 0 ? 2 : end) + "=…";
    }

    /** The value of an option of a HotSpot VM; empty if this VM has no such option. */
    private static String vmOption(String name) {
        Class<? extends PlatformManagedObject> diagnostic = com.sun.management.HotSpotDiagnosticMXBean.class;
        if (!ManagementFactory.getPlatformManagementInterfaces().contains(diagnostic)) {
            return "";
        }
        try {
            return ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
                    .getVMOption(name)
                    .getValue();
        } catch (IllegalArgumentException e) {
            // An option that this VM does not have.
            return "";
        }
    }
}
