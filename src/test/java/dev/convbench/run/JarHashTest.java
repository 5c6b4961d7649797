package dev.convbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarHashTest {
    @TempDir
    Path folder;

    private Path jar(String name, String classPath, String content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        try (OutputStream file = Files.newOutputStream(path);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            ZipEntry entry = new ZipEntry("content");
            entry.setTime(0);
            out.putNextEntry(entry);
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    @Test
    void aJarAloneIsHashedAsItIs() throws Exception {
        Path alone = jar("alone.jar", null, "a");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(alone));
        assertEquals(HexFormat.of().formatHex(digest), JarHash.of(alone));
    }

    @Test
    void theJarBesideItCountsAndTheLibrariesBelowDoNot() throws Exception {
        jar("main.jar", null, "a");
        jar("lib/library.jar", null, "a");
        Path thin = jar("thin.jar", "main.jar lib/library.jar missing.jar", "t");
        String before = JarHash.of(thin);
        jar("lib/library.jar", null, "another");
        assertEquals(before, JarHash.of(thin));
        jar("main.jar", null, "another");
        assertNotEquals(before, JarHash.of(thin));
    }
}
