package dev.convbench.run;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;

/** Keeps two runs on one machine from disturbing each other; held for the whole run, beside JMH's own lock for each fork. */
final class RunLock implements AutoCloseable {
    private static final String REMEDY = "; add -Djmh.ignoreLock=true before -jar to run all the same";

    private final RandomAccessFile file;

    private RunLock(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Takes the lock, unless the user told JMH to ignore locks.
     *
     * @throws RunFailedException if another run holds it
     */
    static RunLock take() throws RunFailedException {
        if (Boolean.getBoolean("jmh.ignoreLock")) {
            return new RunLock(null);
        }
        checkJmh();
        File path = new File(System.getProperty("java.io.tmpdir"), "convbench.lock");
        try {
            if (path.createNewFile() && !path.setWritable(true, false)) {
                throw new IOException("its permissions cannot be set");
            }
            RandomAccessFile file = new RandomAccessFile(path, "rw");
            if (tryLock(file) == null) {
                file.close();
                throw new RunFailedException("another run is measuring on this machine" + REMEDY);
            }
            return new RunLock(file);
        } catch (IOException e) {
            throw new RunFailedException("cannot take the lock " + path + ": " + e.getMessage() + REMEDY, e);
        }
    }

    /** JMH's lock is free now; forks take it one by one. */
    private static void checkJmh() throws RunFailedException {
        File path = new File(System.getProperty("java.io.tmpdir"), "jmh.lock");
        if (!path.exists()) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path, "rw")) {
            if (tryLock(file) == null) {
                throw new RunFailedException("another JMH run is measuring on this machine" + REMEDY);
            }
        } catch (IOException e) {
            throw new RunFailedException("cannot take JMH's lock " + path + ": " + e.getMessage() + REMEDY, e);
        }
    }

    private static FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the lock", e);
        }
    }
}
