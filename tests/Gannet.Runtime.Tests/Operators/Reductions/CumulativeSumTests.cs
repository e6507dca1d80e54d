using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Reductions;

public sealed class CumulativeSumTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 1, 1)]
    public void Sums_run_either_way(int axis, int exclusive, int reverse) => Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 3, 4, 5)).Constant("a", Scalar((long)axis))
        .Node("CumSum", ["x", "a"], ["y"], ("exclusive", exclusive), ("reverse", reverse)).Output("y"));
}
