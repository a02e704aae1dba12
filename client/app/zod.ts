import * as z from 'zod';

// Compiled validators need `new Function`, which the page's policy forbids: zod would only trip over it.
z.config({ jitless: true });
