using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class TransposeTests
{
    [Theory]
    [InlineData(0, 2, 3, 1)]
    [InlineData(0, 3, 1, 2)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(1, 0, 2, 3)]
    [InlineData(0, 1, 3, 2)]
    public void Axes_are_reordered(params int[] order)
    {
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 2, 13, 9, 17)).Node("Transpose", ["x"], ["y"], ("perm", order)).Output("y"));
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 13, 9, 17)).Node("Transpose", ["x"], ["t"], ("perm", order)).Node("Abs", ["t"], ["y"]).Output("y"));
    }

    [Fact]
    public void Without_an_order_axes_are_reversed() =>
        Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, 0, 99, 3, 4, 5)).Node("Transpose", ["x"], ["y"]).Output("y", OnnxElementType.Int64));
}
