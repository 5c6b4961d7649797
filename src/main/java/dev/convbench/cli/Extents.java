package dev.convbench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Two numbers for height and width, or four for top, left, bottom and right: {@code 2}, {@code 2,1} or {@code 1,1,0,0}. */
record Extents(int[] values) {
    /** One number stands for two equal ones. */
    static final class Pair implements ITypeConverter<Extents> {
        @Override
        public Extents convert(String text) {
            int[] values = parse(text);
            if (values.length > 2) {
                throw new TypeConversionException("'" + text + "' must be one number or two: height,width");
            }
            return new Extents(new int[] {values[0], values[values.length - 1]});
        }
    }

    /** One number stands for four equal ones, two for the vertical and the horizontal sides. */
    static final class Sides implements ITypeConverter<Extents> {
        @Override
        public Extents convert(String text) {
            int[] values = parse(text);
            if (values.length == 3 || values.length > 4) {
                throw new TypeConversionException(
                        "'" + text + "' must be one number, two (height,width) or four (top,left,bottom,right)");
            }
            int last = values.length - 1;
            return values.length == 4
                    ? new Extents(values)
                    : new Extents(new int[] {values[0], values[last], values[0], values[last]});
        }
    }

    private static int[] parse(String text) {
        String[] parts = text.split(",", -1);
        int[] values = new int[parts.length];
        for (int k = 0; k < parts.length; k++) {
            try {
                values[k] = Integer.parseInt(parts[k].strip());
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not made of whole numbers");
            }
        }
        return values;
    }

    int height() {
        return values[0];
    }

    int width() {
        return values[1];
    }
}
