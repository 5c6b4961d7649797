/**
 * From run folders to tables: reads what a run left on disk, takes the statistics of its forks and lays out the tables.
 * Pure functions of the files; knows neither the kernels nor JMH's classes, only JMH's JSON.
 */
package dev.convbench.results;
