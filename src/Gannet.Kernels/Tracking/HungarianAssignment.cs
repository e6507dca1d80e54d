namespace Gannet.Kernels.Tracking;

/// <summary>Assigns rows to columns, one to one, with the least sum of costs.</summary>
/// <remarks>
/// The Hungarian method (Kuhn, 1955), as shortest augmenting paths (Jonker and Volgenant, 1987): rows are added one by one, and each new row
/// takes the cheapest chain of changes that gives it a column.
/// </remarks>
public static class HungarianAssignment
{
    private const int None = -1;

    /// <summary>Finds the cheapest assignment.</summary>
    /// <param name="costs"><c>[R, C]</c> finite costs, row by row; negative ones are allowed.</param>
    /// <param name="rows">R; may be 0.</param>
    /// <param name="columns">C; may be 0.</param>
    /// <returns><c>[R]</c>: the column of each row, or -1. As many rows have one as there are rows or columns, whichever are fewer.</returns>
    /// <exception cref="ArgumentException">There are not R·C costs, or one is not finite.</exception>
    /// <remarks>O(R · C · min(R, C)) time. Of equally cheap assignments any one is returned, always the same.</remarks>
    public static int[] Solve(ReadOnlySpan<double> costs, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (costs.Length != (long)rows * columns) throw new ArgumentException($"{rows}×{columns} costs do not fit {costs.Length} values.", nameof(costs));
        foreach (var cost in costs)
        {
            if (!double.IsFinite(cost)) throw new ArgumentException($"A cost is {cost}; every cost must be finite.", nameof(costs));
        }

        if (rows == 0) return [];
        if (rows <= columns) return SolveWide(costs, rows, columns);
        var rowOfColumn = SolveWide(Transposed(costs, rows, columns), columns, rows);
        var columnOfRow = new int[rows];
        Array.Fill(columnOfRow, None);
        for (var column = 0; column < columns; column++) columnOfRow[rowOfColumn[column]] = column;
        return columnOfRow;
    }

    // No more rows than columns, so every row gets a column. A cost minus the prices of its row and column is never negative, and 0 where a
    // row has its column: the shortest path over these reduced costs leads from the new row to a free column.
    private static int[] SolveWide(ReadOnlySpan<double> costs, int rows, int columns)
    {
        var (rowPrice, columnPrice) = (new double[rows], new double[columns]);
        var (rowOf, before) = (new int[columns], new int[columns]);
        var (distance, isReached) = (new double[columns], new bool[columns]);
        Array.Fill(rowOf, None);
        for (var added = 0; added < rows; added++)
        {
            Array.Fill(distance, double.PositiveInfinity);
            Array.Clear(isReached);
            var (row, last) = (added, None);
            while (true)
            {
                var (nearest, step) = (None, double.PositiveInfinity);
                for (var column = 0; column < columns; column++)
                {
                    if (isReached[column]) continue;
                    var reduced = costs[row * columns + column] - rowPrice[row] - columnPrice[column];
                    if (reduced < distance[column]) (distance[column], before[column]) = (reduced, last);
                    if (distance[column] < step) (nearest, step) = (column, distance[column]);
                }

                // Prices move by the step, so that the nearest column's reduced cost becomes 0; distances count from there.
                rowPrice[added] += step;
                for (var column = 0; column < columns; column++)
                {
                    if (!isReached[column]) distance[column] -= step;
                    else (rowPrice[rowOf[column]], columnPrice[column]) = (rowPrice[rowOf[column]] + step, columnPrice[column] - step);
                }

                isReached[nearest] = true;
                last = nearest;
                if (rowOf[nearest] == None) break;
                row = rowOf[nearest];
            }

            for (var column = last; column != None; column = before[column]) rowOf[column] = before[column] == None ? added : rowOf[before[column]];
        }

        var columnOf = new int[rows];
        for (var column = 0; column < columns; column++)
        {
            if (rowOf[column] != None) columnOf[rowOf[column]] = column;
        }

        return columnOf;
    }

    private static double[] Transposed(ReadOnlySpan<double> costs, int rows, int columns)
    {
        var transposed = new double[costs.Length];
        for (var k = 0; k < costs.Length; k++) transposed[k % columns * rows + k / columns] = costs[k];
        return transposed;
    }
}
