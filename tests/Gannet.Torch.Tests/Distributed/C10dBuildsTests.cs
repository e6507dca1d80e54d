using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

public sealed class C10dBuildsTests
{
    [Theory]
    [InlineData("libgannet_c10d.so is missing. Set GANNET_NATIVE to its folder, which is …")]
    [InlineData("/somewhere/libgannet_c10d.so does not load. Run './gannet doctor' in Gannet's checkout.")]
    public void What_is_missing_and_how_to_get_it_is_one_line(string reason)
    {
        var message = C10dBuilds.Missing(reason);
        Assert.Contains("libgloo-dev", message, StringComparison.Ordinal);
        Assert.Contains("libgannet_c10d.so", message, StringComparison.Ordinal);
    }
}
