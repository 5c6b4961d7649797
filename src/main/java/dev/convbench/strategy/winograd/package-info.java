/**
 * Convolution with fewer multiplications: Winograd's minimal filtering F(m x m, 3 x 3), whose tiles of m x m outputs take (m +
 * 2)² multiplications a channel instead of 9·m². docs/winograd.md explains it.
 */
package dev.convbench.strategy.winograd;
