using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class NonZeroTests
{
    [Fact]
    public void Places_are_in_order()
    {
        Oracle.AssertSame(new SmallGraph().Input("x", Bools(1, 3, 4, 5)).Node("NonZero", ["x"], ["y"]).Output("y", OnnxElementType.Int64));
        Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, 0, 2, 9)).Node("NonZero", ["x"], ["y"]).Output("y", OnnxElementType.Int64));
    }
}
