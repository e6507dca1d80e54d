using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class SqueezeTests
{
    [Fact]
    public void Axes_are_an_attribute_then_an_input()
    {
        Oracle.AssertSame(new SmallGraph(11).Input("x", Floats(1, 1, 3, 1, 4)).Node("Squeeze", ["x"], ["a"], ("axes", new[] { -2 })).Node("Unsqueeze", ["a"], ["y"], ("axes", new[] { 0, -1 })).Output("y"));
        Oracle.AssertSame(new SmallGraph(13).Input("x", Floats(1, 1, 3, 1, 4)).Constant("s", List(0)).Constant("u", List(-1, 1))
            .Node("Squeeze", ["x", "s"], ["a"]).Node("Unsqueeze", ["a", "u"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph(13).Input("x", Floats(1, 1, 3, 1, 4)).Node("Squeeze", ["x"], ["y"]).Output("y"));
    }
}
