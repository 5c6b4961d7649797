package dev.convbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Which jar this is: two runs of one hash were made by one program. */
final class JarHash {
    private static final int BUFFER = 1 << 16;

    private JarHash() {}

    /**
     * SHA-256 of the jar that this program runs from, together with the jars beside it that its manifest names (libraries in folders
     * below are not read); null if it runs from something else.
     */
    static String ofThisProgram() {
        String classPath = System.getProperty("java.class.path");
        Path jar = Path.of(classPath);
        return classPath.endsWith(".jar") && Files.isRegularFile(jar) ? of(jar) : null;
    }

    static String of(Path jar) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(jar, digest);
            for (Path neighbour : neighbours(jar)) {
                add(neighbour, digest);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot hash " + jar, e);
        }
    }

    private static List<Path> neighbours(Path jar) throws IOException {
        List<Path> found = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String named =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String name : named == null ? List.<String>of() : List.of(named.split(" "))) {
                Path neighbour = jar.resolveSibling(name);
                if (!name.contains("/") && Files.isRegularFile(neighbour)) {
                    found.add(neighbour);
                }
            }
        }
        return found;
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
