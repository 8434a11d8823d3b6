export {
  ERRORS,
  type ErrorCode,
  type ErrorJson,
  errorJson,
  type Fixer,
  LeadspringError,
  toLeadspringError,
  type Where,
} from './errors.ts';
