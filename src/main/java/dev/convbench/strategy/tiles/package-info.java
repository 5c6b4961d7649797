/** Convolutions by transforms of tiles: gather, one product a point, scatter; the transforms are those of Winograd and of Fourier. */
package dev.convbench.strategy.tiles;
