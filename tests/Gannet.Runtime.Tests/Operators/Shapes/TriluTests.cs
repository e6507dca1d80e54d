using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class TriluTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(0, -1)]
    [InlineData(0, 9)]
    [InlineData(1, -9)]
    public void A_triangle_is_kept(int upper, int diagonal) => Oracle.AssertSame(
        new SmallGraph(14).Input("x", Floats(1, 2, 4, 5)).Constant("k", Scalar((long)diagonal)).Node("Trilu", ["x", "k"], ["y"], ("upper", upper)).Output("y"));
}
