using System.Text;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Distributed;

/// <summary>Gives every process the same model at the start.</summary>
public static class ModelBroadcast
{
    /// <summary>Replaces the parameters and buffers of <paramref name="module"/> by those that process <paramref name="root"/> has.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="module">A module of the same structure in every process.</param>
    /// <param name="root">The process whose values all get.</param>
    /// <exception cref="ProcessGroupException">The structures differ, or a process ended or hangs.</exception>
    public static void Broadcast(this ProcessGroup group, Module module, int root = 0)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(module);
        if (group.Size == 1) return;
        NamedTensor[] state = [.. module.State()];
        RequireSame(group, [.. state.Select(static entry => $"{entry.Name}{entry.Tensor}")], root);
        foreach (var (_, tensor) in state) group.Broadcast(tensor, root);
    }

    // Tensors of other shapes would be exchanged without an error, and wrongly.
    private static void RequireSame(ProcessGroup group, string[] tensors, int root)
    {
        var all = group.AllGather(Encoding.UTF8.GetBytes(string.Join('\n', tensors)));
        var expected = Encoding.UTF8.GetString(all[root]).Split('\n');
        for (var rank = 0; rank < all.Length; rank++)
        {
            if (all[rank].AsSpan().SequenceEqual(all[root])) continue;
            var other = Encoding.UTF8.GetString(all[rank]).Split('\n');
            var difference = Enumerable.Range(0, Math.Max(other.Length, expected.Length)).First(k => At(other, k) != At(expected, k));
            throw new ProcessGroupException($"process {rank} has another model than process {root}: {At(other, difference)} instead of {At(expected, difference)}. "
                + "Give every process the same options, data and program.");
        }
    }

    private static string At(string[] tensors, int index) => index < tensors.Length ? tensors[index] : "nothing";
}
