/** The built-in strategies, one room each, and the provider that registers them. */
package dev.convbench.strategy;
