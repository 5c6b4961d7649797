package dev.convbench.chart;

/**
 * Colours and fonts of all charts, as a style sheet inside the document: light, and dark where the reader's system asks for
 * it. The hues are those of Okabe and Ito (Color Universal Design, 2008), told apart with every kind of colour vision; what
 * they mean is written next to them as well.
 */
final class Theme {
    /** The style sheet. It holds no character that XML would need escaped. */
    static final String CSS = """
            text { font-family: system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif; \
            font-size: 12px; fill: #1f2328 }
            .title { font-size: 17px; font-weight: 600 }
            .panel { font-size: 14px; font-weight: 600 }
            .muted { font-size: 11px; fill: #59636e }
            .warning { font-weight: 600; fill: #b3261e }
            .end { text-anchor: end }
            .middle { text-anchor: middle }
            .ground { fill: #ffffff }
            .grid { stroke: #d1d9e0; stroke-width: 1 }
            .serial { fill: #0072b2 }
            .parallel { fill: #e69f00 }
            .naive { fill: #8c959f }
            .whisker { stroke: #1f2328; stroke-width: 1.3 }
            .fork { fill: #1f2328; stroke: #ffffff; stroke-width: 0.8 }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc }
              .muted { fill: #9198a1 }
              .warning { fill: #ff8a80 }
              .ground { fill: #0d1117 }
              .grid { stroke: #3d444d }
              .serial { fill: #3d9bd6 }
              .parallel { fill: #d98e00 }
              .naive { fill: #6e7681 }
              .whisker { stroke: #f0f6fc }
              .fork { fill: #f0f6fc; stroke: #0d1117 }
            }
            """;

    private Theme() {}
}
