package dev.convbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The checkout of this project round the current folder, if there is one. */
public final class Checkout {
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>convbench</artifactId>");

    private final Path root;

    private Checkout(Path root) {
        this.root = root;
    }

    /** The checkout that a folder is in: the nearest one upwards with our pom.xml and a folder results. */
    static Optional<Checkout> around(Path folder) {
        for (Path path = folder.toAbsolutePath().normalize(); path != null; path = path.getParent()) {
            Path pom = path.resolve("pom.xml");
            if (Files.isRegularFile(pom) && Files.isDirectory(path.resolve("results")) && isOurs(pom)) {
                return Optional.of(new Checkout(path));
            }
        }
        return Optional.empty();
    }

    private static boolean isOurs(Path pom) {
        try {
            return ARTIFACT.matcher(Files.readString(pom)).find();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A folder that does not exist yet, for what a command measures or learns: in {@code results/runs} of the checkout round the
     * current folder, or else in {@code ./convbench-runs}; named by the time and {@code what}.
     */
    public static Path newFolder(String what) {
        Path base = around(Path.of("")).map(Checkout::runs).orElse(Path.of("convbench-runs"));
        String stamp = LocalDateTime.now(ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        Path path = base.resolve(stamp + "-" + what);
        for (int copy = 2; Files.exists(path); copy++) {
            path = base.resolve(stamp + "-" + what + "-" + copy);
        }
        return path;
    }

    /** Where run folders go. */
    Path runs() {
        return root.resolve("results").resolve("runs");
    }

    /** The commit; null without git. */
    String commit() {
        String commit = git("rev-parse", "HEAD");
        return commit == null || commit.isBlank() ? null : commit.strip();
    }

    /** Whether a tracked file differs from the commit; null without git. */
    Boolean dirty() {
        String status = git("status", "--porcelain", "--untracked-files=no");
        return status == null ? null : !status.isBlank();
    }

    private String git(String... args) {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String output;
            try (InputStream out = process.getInputStream()) {
                output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            return process.waitFor() == 0 ? output : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
