package dev.convbench.cli;

import dev.convbench.npy.ElementType;
import dev.convbench.npy.NdArray;
import dev.convbench.npy.Npy;
import dev.convbench.npy.Npz;
import dev.convbench.npy.UnreadableArrayException;
import dev.convbench.op.Precision;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrays of one {@code apply}: read at the beginning, written at the end. */
final class TensorFiles {
    private static final String ARCHIVE = ".npz";

    private final Map<String, NdArray> inputs = new LinkedHashMap<>();
    private final Map<String, NdArray> outputs = new LinkedHashMap<>();

    /**
     * Reads an array.
     *
     * @param option that names it, for messages
     * @param name a .npy file, a .npz file of one array, or FILE.npz:NAME
     * @param meaning of each axis
     * @throws UsageException if it cannot be read or has another number of axes
     */
    NdArray read(String option, String name, String... meaning) {
        NdArray array;
        try {
            array = read(name);
        } catch (UnreadableArrayException | InvalidPathException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
        if (array.rank() != meaning.length) {
            throw new UsageException(option + ": " + name + " has the shape " + array.shapeText() + "; it must have "
                    + meaning.length + (meaning.length == 1 ? " axis: " : " axes: ") + String.join(", ", meaning));
        }
        inputs.put(option, array);
        return array;
    }

    private static NdArray read(String name) throws UnreadableArrayException {
        int end = name.indexOf(ARCHIVE + ":");
        if (end >= 0 && !Files.exists(Path.of(name))) {
            int split = end + ARCHIVE.length();
            return Npz.read(Path.of(name.substring(0, split)), name.substring(split + 1));
        }
        Path file = Path.of(name);
        return Npz.isOne(file) ? Npz.read(file, null) : Npy.read(file);
    }

    /** As {@link #read(String, String, String...)}; null if there is no name. */
    NdArray readIfGiven(String option, String name, String... meaning) {
        return name == null ? null : read(option, name, meaning);
    }

    /**
     * The precision that all inputs have.
     *
     * @throws UsageException if they differ
     */
    Precision commonPrecision() {
        Precision common = null;
        String first = "";
        for (Map.Entry<String, NdArray> input : inputs.entrySet()) {
            Precision own = input.getValue().type() == ElementType.FLOAT32 ? Precision.F32 : Precision.F64;
            if (common != null && own != common) {
                throw new UsageException(first + " is " + type(common) + " and " + input.getKey() + " is " + type(own)
                        + "; say with --precision f64 or f32 in which to compute");
            }
            first = common == null ? input.getKey() : first;
            common = own;
        }
        return common;
    }

    private static String type(Precision precision) {
        return precision == Precision.F64 ? "float64" : "float32";
    }

    /**
     * Refuses an array that is not of the shape that the others demand.
     *
     * @throws UsageException saying what it must be
     */
    static void requireShape(String option, NdArray array, int... shape) {
        if (array != null && !java.util.Arrays.equals(array.shape(), shape)) {
            throw new UsageException(
                    option + " has the shape " + array.shapeText() + ", must have " + NdArray.text(shape));
        }
    }

    /** Keeps an array for {@link #write}. */
    void add(String file, int[] shape, Object values) {
        outputs.put(file, new NdArray(shape, values));
    }

    /** Refuses names of outputs that are the same or cannot be written, before anything is computed. */
    static void requireDistinct(Map<String, String> namesByOption) {
        Map<Path, String> seen = new LinkedHashMap<>();
        namesByOption.forEach((option, name) -> {
            if (name == null) {
                return;
            }
            Path file = Path.of(name).toAbsolutePath().normalize();
            String other = seen.put(file, option);
            if (other != null) {
                throw new UsageException(other + " and " + option + " name the same file " + name);
            }
            if (Files.isDirectory(file)) {
                throw new UsageException(option + ": cannot write " + name + ": it is a folder");
            }
            if (!Files.isDirectory(file.getParent())) {
                throw new UsageException(
                        option + ": cannot write " + name + ": " + file.getParent() + " is not a folder");
            }
        });
    }

    /** Writes all outputs and says so. */
    void write(PrintWriter out) {
        outputs.forEach((name, array) -> {
            try {
                Npy.write(Path.of(name), array);
            } catch (IOException e) {
                throw new UsageException("cannot write " + name + ": " + e.getMessage(), e);
            }
            out.println(name + ": " + array.type().name().toLowerCase(java.util.Locale.ROOT) + " " + array.shapeText());
        });
        out.flush();
    }
}
