using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class DepthToSpaceTests
{
    [Theory]
    [InlineData("DCR")]
    [InlineData("CRD")]
    public void Channels_become_cells_and_back(string mode) => Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 12, 3, 4))
        .Node("DepthToSpace", ["x"], ["y"], ("blocksize", 2), ("mode", mode)).Node("SpaceToDepth", ["y"], ["z"], ("blocksize", 2)).Output("y").Output("z"));
}
