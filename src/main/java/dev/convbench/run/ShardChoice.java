package dev.convbench.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The part of a suite that one of several machines measures. Each machine finds its part by itself: the same suite and durations give
 * the same parts everywhere, and everything is in exactly one of them.
 *
 * @param index from 1
 * @param count of parts
 */
public record ShardChoice(int index, int count) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    /** Checks the numbers. */
    public ShardChoice {
        if (index < 1 || index > count) {
            throw new UsageException("--shard is '" + index + "/" + count + "', must be from 1/" + count + " to "
                    + Math.max(1, count) + "/" + count);
        }
    }

    /**
     * Reads {@code i/n}.
     *
     * @throws UsageException if it is something else
     */
    public static ShardChoice parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException("--shard is '" + text + "', must be like 2/3");
        }
        return new ShardChoice(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * This part, in the order of the whole. The longest goes first to the part that has least to do (Graham 1969), which is at
     * most a third more than the best there is.
     *
     * @param all the suite
     * @param seconds how long each takes
     */
    public <T> List<T> of(List<T> all, ToDoubleFunction<T> seconds) {
        double[] each = all.stream().mapToDouble(seconds).toArray();
        List<Integer> longestFirst = IntStream.range(0, all.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -each[k]))
                .toList();
        double[] load = new double[count];
        Set<Integer> mine = new HashSet<>();
        for (int k : longestFirst) {
            int least = 0;
            for (int part = 1; part < count; part++) {
                least = load[part] < load[least] ? part : least;
            }
            load[least] += each[k];
            if (least == index - 1) {
                mine.add(k);
            }
        }
        List<T> part = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            if (mine.contains(k)) {
                part.add(all.get(k));
            }
        }
        return part;
    }

    /** As {@code i/n}. */
    @Override
    public String toString() {
        return index + "/" + count;
    }
}
