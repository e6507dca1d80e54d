using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Normalization;

public sealed class InstanceNormalizationTests
{
    [Fact]
    public void Instances_and_layers_are_normalized()
    {
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 5, 6, 7)).Constant("s", Floats(2, 5)).Constant("b", Floats(3, 5)).Node("InstanceNormalization", ["x", "s", "b"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph(17).Input("x", Floats(1, 2, 5, 70)).Constant("s", Floats(2, 70)).Constant("b", Floats(3, 70)).Node("LayerNormalization", ["x", "s", "b"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph(17).Input("x", Floats(1, 2, 5, 7)).Constant("s", Floats(2, 5, 7)).Node("LayerNormalization", ["x", "s"], ["y"], ("axis", 1)).Output("y"));
    }
}
