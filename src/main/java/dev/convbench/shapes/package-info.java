/**
 * Shapes by text, by name and at random: the descriptor parser, the catalogue of networks, the seeded shape generator and
 * the minimiser of failing shapes.
 */
package dev.convbench.shapes;
