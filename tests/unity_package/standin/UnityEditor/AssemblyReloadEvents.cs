namespace UnityEditor
{
    public static class AssemblyReloadEvents
    {
        public delegate void AssemblyReloadCallback();

        public static event AssemblyReloadCallback beforeAssemblyReload;
        public static event AssemblyReloadCallback afterAssemblyReload;

        internal static void FireBefore()
        {
            if (beforeAssemblyReload != null)
            {
                beforeAssemblyReload();
            }
        }

        internal static void FireAfter()
        {
            if (afterAssemblyReload != null)
            {
                afterAssemblyReload();
            }
        }
    }
}
