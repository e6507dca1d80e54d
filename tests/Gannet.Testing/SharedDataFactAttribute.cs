using Xunit;

namespace Gannet.Testing;

/// <summary>A test that needs the shared data sets, which are not part of the repository; skipped with a reason elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string path)
    {
        if (!Path.Exists(Repository.Shared(path))) Skip = $"needs ../shared/{path}, which is not part of the repository";
    }
}
