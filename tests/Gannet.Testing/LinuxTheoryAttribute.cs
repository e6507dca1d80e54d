using Xunit;

namespace Gannet.Testing;

/// <summary>A theory of what only Linux has, such as named pipes and <c>/dev</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "needs Linux";
    }
}
