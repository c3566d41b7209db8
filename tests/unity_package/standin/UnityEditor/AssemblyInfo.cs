using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MonoHost")]
