using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class ShapeOfTests
{
    [Fact]
    public void Lengths_are_told()
    {
        Oracle.AssertSame(new SmallGraph(15).Map("x", Floats(1, 2, 3, 4, 5)).Node("Shape", ["x"], ["a"]).Node("Shape", ["x"], ["b"], ("start", 1), ("end", -1)).Node("Size", ["x"], ["c"])
            .Output("a", OnnxElementType.Int64).Output("b", OnnxElementType.Int64).Output("c", OnnxElementType.Int64));
    }
}
