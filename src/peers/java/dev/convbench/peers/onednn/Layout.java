package dev.convbench.peers.onednn;

/** Who chooses the layout of activations, and whether changing it is timed. */
enum Layout {
    /** NCHW is prescribed, so the library changes layouts inside its primitive where it wants another. */
    NCHW,
    /** The library chooses; explicit reorders from and to NCHW are timed. */
    REORDERED,
    /** The library chooses; reorders are not timed, as between the layers of a network that never leaves the library. */
    BLOCKED
}
