using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class RangeOperatorTests
{
    [Theory]
    [InlineData(0, 7, 2)]
    [InlineData(5, -3, -2)]
    [InlineData(3, 3, 1)]
    public void Numbers_stop_before_the_limit(int start, int limit, int delta)
    {
        Oracle.AssertSame(new SmallGraph().Input("s", Scalar((long)start)).Input("l", Scalar((long)limit)).Input("d", Scalar((long)delta)).Node("Range", ["s", "l", "d"], ["y"])
            .Output("y", OnnxElementType.Int64));
        Oracle.AssertSame(new SmallGraph().Input("s", Scalar((float)start)).Input("l", Scalar(limit + 0.5f)).Input("d", Scalar((float)delta)).Node("Range", ["s", "l", "d"], ["y"]).Output("y"));
    }
}
