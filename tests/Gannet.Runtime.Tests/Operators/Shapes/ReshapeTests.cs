using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class ReshapeTests
{
    [Fact]
    public void Lengths_may_be_open_or_copied()
    {
        foreach (var shape in (OnnxTensor[])[List(4, 6), List(-1), List(0, -1), List(2, 3, 4, 1), List(0, 0, 4)])
            Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 2, 3, 4)).Input("shape", shape).Node("Reshape", ["x", "shape"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph(14).Input("x", Floats(1, 0, 3)).Input("shape", List(3, 0)).Node("Reshape", ["x", "shape"], ["y"], ("allowzero", 1)).Output("y"));
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 3, 4, 5)).Input("shape", List(2, -1)).Node("Reshape", ["x", "shape"], ["y"]).Output("y"));
    }
}
