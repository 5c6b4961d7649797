package dev.convbench.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Where JMH's own output goes: the run folder, JMH's {@code -o} file, and the terminal when it is to be shown. */
final class JmhLog extends OutputStream {
    private final List<OutputStream> targets = new ArrayList<>();

    /**
     * Opens the targets.
     *
     * @param file in the run folder
     * @param asked the file of {@code -o}; null without
     * @param terminal null if it is not to be shown
     * @param goesOn whether what the files hold already stays
     * @throws UsageException if a file cannot be written
     */
    JmhLog(Path file, Path asked, PrintStream terminal, boolean goesOn) {
        try {
            targets.add(open(file, goesOn));
            if (asked != null) {
                targets.add(open(asked, goesOn));
            }
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write JMH's output to " + (targets.isEmpty() ? file : asked) + ": " + Disk.reason(e), e);
        }
        if (terminal != null) {
            targets.add(new OutputStream() {
                @Override
                public void write(int b) {
                    terminal.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    terminal.write(bytes, offset, length);
                    terminal.flush();
                }
            });
        }
    }

    private static OutputStream open(Path file, boolean goesOn) throws IOException {
        return Files.newOutputStream(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** As JMH wants it. */
    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        for (OutputStream target : targets) {
            target.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (OutputStream target : targets) {
            target.write(bytes, offset, length);
        }
    }

    @Override
    public void close() throws IOException {
        for (OutputStream target : targets) {
            target.close();
        }
    }
}
