package dev.convbench.conformance;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads as much of a class file as tells how long the code of each method is (JVM specification, chapter 4). */
final class ClassFile {
    private static final int MAGIC = 0xCAFEBABE;

    private final DataInputStream in;
    private final String[] texts;

    private ClassFile(DataInputStream in) throws IOException {
        this.in = in;
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.skipNBytes(4);
        texts = constants();
    }

    /** Bytes of code of each method, by name and descriptor; methods without code are left out. */
    static Map<String, Integer> codeSizes(DataInputStream bytes) throws IOException {
        ClassFile file = new ClassFile(bytes);
        bytes.skipNBytes(6);
        bytes.skipNBytes(2L * bytes.readUnsignedShort());
        file.members(new LinkedHashMap<>());
        Map<String, Integer> sizes = new LinkedHashMap<>();
        file.members(sizes);
        return sizes;
    }

    /** The texts of the constant pool, by index; null for other constants. */
    private String[] constants() throws IOException {
        int count = in.readUnsignedShort();
        String[] found = new String[count];
        for (int k = 1; k < count; k++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> found[k] = in.readUTF();
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    k++; // long and double take two places
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("constant of kind " + tag);
            }
        }
        return found;
    }

    /** Fields or methods. */
    private void members(Map<String, Integer> sizes) throws IOException {
        int count = in.readUnsignedShort();
        for (int k = 0; k < count; k++) {
            in.skipNBytes(2);
            String name = texts[in.readUnsignedShort()] + texts[in.readUnsignedShort()];
            int attributes = in.readUnsignedShort();
            for (int a = 0; a < attributes; a++) {
                boolean code = "Code".equals(texts[in.readUnsignedShort()]);
                long length = Integer.toUnsignedLong(in.readInt());
                if (code) {
                    in.skipNBytes(4);
                    sizes.put(name, in.readInt());
                    length -= 8;
                }
                in.skipNBytes(length);
            }
        }
    }
}
