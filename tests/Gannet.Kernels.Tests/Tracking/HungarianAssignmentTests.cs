using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Tracking;

namespace Gannet.Kernels.Tests.Tracking;

public sealed class HungarianAssignmentTests
{
    // Up to 5 × 6 and 6 × 5, with costs of few distinct values, so that ties are common.
    private static readonly Arbitrary<(int Rows, int Columns, double[] Costs)> s_problems = (
        from rows in Gen.Choose(0, 6)
        from columns in Gen.Choose(0, 6)
        where rows * columns <= 30
        from costs in Gen.Choose(-6, 12).Select(static c => c / 4.0).ArrayOf(rows * columns)
        select (rows, columns, costs)).ToArbitrary();

    [Fact]
    public void As_cheap_as_the_best_of_all_assignments() => Prop.ForAll(s_problems, static problem =>
    {
        var (rows, columns, costs) = problem;
        var columnOf = HungarianAssignment.Solve(costs, rows, columns);
        var used = columnOf.Where(static column => column >= 0).ToList();
        var sum = columnOf.Select((column, row) => column < 0 ? 0 : costs[row * columns + column]).Sum();
        return columnOf.Length == rows && used.Count == Math.Min(rows, columns) && used.Distinct().Count() == used.Count
            && used.TrueForAll(column => column < columns) && Math.Abs(sum - Cheapest(costs, rows, columns)) < 1e-9;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_known_problem()
    {
        double[] costs = [4, 1, 3, 2, 0, 5, 3, 2, 2];
        Assert.Equal([1, 0, 2], HungarianAssignment.Solve(costs, 3, 3));
    }

    [Fact]
    public void The_nearest_is_given_up_for_the_sum()
    {
        Assert.Equal([1, 0], HungarianAssignment.Solve([1, 2, 1, 9], 2, 2));
        Assert.Equal([-1, 0, 1], HungarianAssignment.Solve([5, 5, 1, 9, 9, 1], 3, 2));
    }

    [Fact]
    public void A_large_diagonal_is_found()
    {
        const int Size = 200;
        var costs = new double[Size * Size];
        for (var k = 0; k < costs.Length; k++) costs[k] = (k / Size * 7 % Size == k % Size ? 0 : 1) + k % 13 * 0.001;
        Assert.Equal(Enumerable.Range(0, Size).Select(static row => row * 7 % Size), HungarianAssignment.Solve(costs, Size, Size));
    }

    [Fact]
    public void Costs_that_are_no_numbers_or_too_few_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => HungarianAssignment.Solve([1, double.NaN], 1, 2));
        Assert.Throws<ArgumentException>(static () => HungarianAssignment.Solve([1, double.PositiveInfinity], 2, 1));
        Assert.Throws<ArgumentException>(static () => HungarianAssignment.Solve([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(static () => HungarianAssignment.Solve([], -1, 0));
    }

    // Every way to give each row a column of its own, or none if rows are left over.
    private static double Cheapest(double[] costs, int rows, int columns)
    {
        return Best(0, new bool[columns], rows - Math.Min(rows, columns));

        double Best(int row, bool[] taken, int mayBeLeftOut)
        {
            if (row == rows) return 0;
            var best = mayBeLeftOut > 0 ? Best(row + 1, taken, mayBeLeftOut - 1) : double.PositiveInfinity;
            for (var column = 0; column < columns; column++)
            {
                if (taken[column]) continue;
                taken[column] = true;
                best = Math.Min(best, costs[row * columns + column] + Best(row + 1, taken, mayBeLeftOut));
                taken[column] = false;
            }

            return best;
        }
    }
}
