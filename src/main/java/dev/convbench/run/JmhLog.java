package dev.convbench.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * @throws UsageException if a file cannot be written
     */
    JmhLog(Path file, Path asked, PrintStream terminal) {
        try {
            targets.add(Files.newOutputStream(file));
            if (asked != null) {
                targets.add(Files.newOutputStream(asked));
            }
        } catch (IOException e) {
            throw new UsageException("cannot write JMH's output to " + (asked == null ? file : asked), e);
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
