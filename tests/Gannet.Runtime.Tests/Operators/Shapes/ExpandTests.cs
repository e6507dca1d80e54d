using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class ExpandTests
{
    [Fact]
    public void Axes_of_length_1_are_repeated()
    {
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 3, 1)).Input("s", List(2, 1, 6)).Node("Expand", ["x", "s"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 3, 1)).Input("s", List(0, 3, 4)).Node("Expand", ["x", "s"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, 0, 9, 2, 3)).Input("r", List(2, 3)).Node("Tile", ["x", "r"], ["y"]).Output("y", OnnxElementType.Int64));
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 2, 3)).Input("r", List(0, 3)).Node("Tile", ["x", "r"], ["y"]).Output("y"));
    }
}
