using System.Diagnostics.CodeAnalysis;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Models;

/// <summary>The versions that are served at present, one for each model name.</summary>
internal sealed class ModelCatalog
{
    // Replaced as a whole, so that readers need no lock.
    private Dictionary<string, ModelVersion> _current = [];

    /// <summary>Every served version, by name.</summary>
    public IReadOnlyList<ModelVersion> All => [.. Volatile.Read(ref _current).Values.OrderBy(static version => version.Name, StringComparer.Ordinal)];

    /// <summary>Puts a version in the place of the one with its name, which is returned to be retired.</summary>
    public ModelVersion? Replace(ModelVersion version)
    {
        var old = _current.GetValueOrDefault(version.Name);
        Volatile.Write(ref _current, new Dictionary<string, ModelVersion>(_current, StringComparer.Ordinal) { [version.Name] = version });
        return old;
    }

    /// <summary>Takes a model out.</summary>
    public ModelVersion? Remove(string name)
    {
        var next = new Dictionary<string, ModelVersion>(_current, StringComparer.Ordinal);
        next.Remove(name, out var old);
        Volatile.Write(ref _current, next);
        return old;
    }

    /// <summary>The served version of a model.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out ModelVersion? version) => Volatile.Read(ref _current).TryGetValue(name, out version);

    /// <summary>The served version of a model, or of the only one when no name is given.</summary>
    /// <param name="name">Name of the model; null or empty for the only one.</param>
    /// <param name="number">A version that it must have; null for any.</param>
    /// <exception cref="ProblemException">There is no such model (404), or several and none is named (400).</exception>
    public ModelVersion Get(string? name, string? number = null)
    {
        var all = Volatile.Read(ref _current);
        if (string.IsNullOrEmpty(name))
        {
            return all.Count == 1 ? all.Values.First()
                : throw new ProblemException(StatusCodes.Status400BadRequest, $"{all.Count} models are served; name one of them with ?model=NAME.");
        }

        if (!all.TryGetValue(name, out var version))
            throw new ProblemException(StatusCodes.Status404NotFound, $"There is no model '{name}'; GET /v1/models lists those that are served.");
        return number is null || number == version.Version ? version
            : throw new ProblemException(StatusCodes.Status404NotFound, $"Version '{number}' of '{name}' is not served, but {version.Version} is.");
    }

    /// <summary>Keeps a version alive for a request.</summary>
    /// <inheritdoc cref="Get" path="/param"/>
    /// <inheritdoc cref="Get" path="/exception"/>
    public ModelLease Lease(string? name, string? number = null)
    {
        // A version that is retired between the two calls has a successor, or the next look finds none.
        while (true)
        {
            if (Get(name, number).TryLease() is { } lease) return lease;
        }
    }
}
