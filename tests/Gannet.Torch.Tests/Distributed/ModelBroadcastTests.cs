using Gannet.Torch.Distributed;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Distributed;

[LeakCheck]
public sealed class ModelBroadcastTests
{
    [WorldFact]
    public void Parameters_and_buffers_become_those_of_process_0() => LocalWorld.Run(2, group =>
    {
        using var norm = new FrozenBatchNorm(2);
        var state = norm.State().ToList();
        foreach (var (_, tensor) in state) tensor.AsSpan<float>().Fill(group.Rank + 3);
        group.Broadcast(norm);
        Assert.All(state, static entry => Assert.Equal([3, 3], entry.Tensor.AsSpan<float>().ToArray()));
    });

    [WorldFact]
    public void Models_of_other_structure_are_refused_by_name()
    {
        var errors = LocalWorld.RunAll(2, LocalWorld.Timeout, static group =>
        {
            using var layer = new Linear(3, 2 + group.Rank);
            group.Broadcast(layer);
        });
        Assert.All(errors, static error =>
            Assert.Contains("process 1 has another model than process 0: weight", Assert.IsType<ProcessGroupException>(error).Message, StringComparison.Ordinal));
    }
}
